package dev.rerun.console.billing;

/** An activity could not be billed, because its article is on hold. */
final class ArticleOnHoldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ArticleOnHoldException(String article, String reason) {
        super("article " + article + " is on hold: " + reason);
    }
}
