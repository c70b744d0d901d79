"""From a file to rows of texts: size, unpacking, encoding, delimited text, workbooks."""
