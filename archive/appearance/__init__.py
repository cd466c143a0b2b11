"""How an archive shows itself: its own pages, logo and colours, which files in its folder tell."""
