"""Plain language: what an editor is told about a text. It helps, and never stops anybody from saving."""
