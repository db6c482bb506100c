"""The shell of every screen: Wagtail's admin without the parts that belong to a content system."""
