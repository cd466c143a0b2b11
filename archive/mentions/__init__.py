"""What the texts name, kept equal to them, and quoted: nothing is said that no text says."""
