"""How the shell's own pages write days and moments: as ours do (`common.days`)."""
