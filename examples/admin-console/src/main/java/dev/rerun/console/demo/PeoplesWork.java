package dev.rerun.console.demo;

import dev.rerun.console.domain.Invoice;
import dev.rerun.console.domain.Invoices;
import dev.rerun.console.domain.RegisterLine;
import dev.rerun.console.domain.RegisterLines;
import dev.rerun.quickstart.RetailHistory;
import java.math.BigDecimal;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people did with the register since it was billed: invoices, lines by hand, and edits of amounts. */
@Component
class PeoplesWork {
    private static final Instant INVOICED_BEFORE = Instant.parse("2011-11-15T00:00:00Z");
    private static final Instant BY_HAND_AT = Instant.parse("2011-11-20T12:00:00Z");
    private static final int EVERY_CUSTOMER_INVOICED = 7;
    private static final int EVERY_CUSTOMER_BY_HAND = 100;
    private static final BigDecimal AMOUNT_BY_HAND = new BigDecimal("25.00");

    private static final String CUSTOMERS =
            "select distinct customer from billing.activity where customer not like 'guest:%'";

    private static final String EDIT = """
            update billing.register_line set amount = 99.99
            where not made_by_hand and line_key like '%:commission' and activity_id % 1000 = 0
            """;

    private final RegisterLines lines;
    private final Invoices invoices;
    private final JdbcClient database;

    PeoplesWork(RegisterLines lines, Invoices invoices, JdbcClient database) {
        this.lines = lines;
        this.invoices = invoices;
        this.database = database;
    }

    @Transactional
    void afterBilling() {
        for (String customer : lines.customersBefore(INVOICED_BEFORE)) {
            if (Long.parseLong(customer) % EVERY_CUSTOMER_INVOICED == 0) {
                Invoice invoice = invoices.save(new Invoice("INV-" + customer, customer, INVOICED_BEFORE));
                lines.putOn(invoice, customer, INVOICED_BEFORE);
            }
        }
        for (String customer : database.sql(CUSTOMERS).query(String.class).list()) {
            if (Long.parseLong(customer) % EVERY_CUSTOMER_BY_HAND == 0) {
                lines.save(new RegisterLine(
                        RetailHistory.REGISTER,
                        "ui:" + customer,
                        customer,
                        BY_HAND_AT,
                        AMOUNT_BY_HAND,
                        RetailHistory.CURRENCY));
            }
        }
        database.sql(EDIT).update();
    }
}
