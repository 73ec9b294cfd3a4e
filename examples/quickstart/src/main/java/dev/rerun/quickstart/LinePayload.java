package dev.rerun.quickstart;

import java.math.BigDecimal;

/**
 * The columns of an invoice line that an activity entry carries; date and customer are the entry's own time and key. As
 * text they stand in this order with tabs between them, the description last since it alone may contain a tab.
 */
record LinePayload(
        String invoiceNo, String stockCode, int quantity, BigDecimal unitPrice, String country, String description) {
    private static final int FIELDS = 6;

    static LinePayload parse(String text) {
        String[] fields = text.split("\t", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "payload '" + text + "' has " + fields.length + " fields instead of " + FIELDS);
        }
        return new LinePayload(
                fields[0], fields[1], Integer.parseInt(fields[2]), new BigDecimal(fields[3]), fields[4], fields[5]);
    }

    /** Reads the country alone: all that decides which contract is in effect. */
    static String countryOf(String text) {
        return parse(text).country();
    }

    String toText() {
        return String.join(
                "\t",
                invoiceNo,
                stockCode,
                Integer.toString(quantity),
                unitPrice.toPlainString(),
                country,
                description);
    }

    boolean sale() {
        return !invoiceNo.startsWith("C") && quantity > 0 && unitPrice.signum() > 0;
    }

    boolean cancellation() {
        return invoiceNo.startsWith("C") && quantity < 0;
    }
}
