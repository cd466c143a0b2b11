"""What the API takes and answers, as schemas: openapi.json publishes their names and words."""
