"""The parts of a Word 97-2003 file (.doc), as [MS-DOC] describes them: `extract.readers.doc` reads with them."""
