"""Whether the pages that editorials came from are still on the web: asked seldom, and politely."""
