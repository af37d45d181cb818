"""Pictures of pages: cleaned, cut into tables and columns, read by OCR, put together to paragraphs."""
