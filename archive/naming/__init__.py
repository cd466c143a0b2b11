"""Who and what a text names: people, firms and places, by rules and lists, without a network."""
