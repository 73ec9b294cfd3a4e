package dev.rerun.quickstart;

/** A file of invoice lines cannot be read; the message names the file, the line, the column and the value. */
final class InvalidInvoiceFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidInvoiceFileException(String message) {
        super(message);
    }

    InvalidInvoiceFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
