package dev.rerun.console.runs;

/** No app has the public ID that stands in an address. */
public final class UnknownAppException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownAppException(String publicId) {
        super("no app has the ID '" + publicId + "'; look at the address");
    }
}
