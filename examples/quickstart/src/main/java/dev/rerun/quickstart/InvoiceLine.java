package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One line of the wholesaler's invoices.
 *
 * @param number the 1-based number of the line in its file
 * @param invoiceNo the invoice; a cancellation's starts with {@code C}
 * @param stockCode the article
 * @param description the article's name; may be empty
 * @param quantity the units, negative for a cancellation
 * @param time when it was invoiced
 * @param unitPrice the price of one unit in GBP
 * @param customer the customer's number, or empty for a guest
 * @param country the customer's country
 */
record InvoiceLine(
        long number,
        String invoiceNo,
        String stockCode,
        String description,
        int quantity,
        Instant time,
        BigDecimal unitPrice,
        String customer,
        String country) {
    private static final String GUEST = "guest:";

    /** The activity entry that rerun bills from: a customer's lines, or a guest's one invoice, form one sequence. */
    ActivityEntry toEntry() {
        String orderingKey = customer.isEmpty() ? GUEST + invoiceNo : customer;
        String payload = new LinePayload(invoiceNo, stockCode, quantity, unitPrice, country, description).toText();
        return new ActivityEntry(PriceLists.APP, Long.toString(number), orderingKey, time, time, payload);
    }

    static boolean guest(ActivityEntry entry) {
        return entry.orderingKey().startsWith(GUEST);
    }
}
