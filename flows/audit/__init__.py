"""What an auditor reads: the log of changes, what deserves a look, a sample, a request as one file, anchors.
Nothing here changes anything of a request or of the company."""
