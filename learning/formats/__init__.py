"""Files of questions: one module per format, each with `read(data) -> Reading` and `write(questions) -> Writing`."""
