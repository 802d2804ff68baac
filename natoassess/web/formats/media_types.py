"""What the forms of documents are called, apart from the libraries that write them."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
