package dev.rerun.verification.engine;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entity of a host's that maps the store's own table, for the items that people write. */
@Entity
@Table(name = "register_item")
@SuppressWarnings("UnusedVariable") // the provider reads the fields
public class HandWritten {
    @Id
    @Column(name = "unique_key")
    private @Nullable String uniqueKey;

    @Column(name = "register_id")
    private int register;

    @Column(name = "app_id")
    private int app;

    @Column(name = "ordering_key")
    private @Nullable String orderingKey;

    @Column(name = "item_time")
    private @Nullable Instant time;

    private @Nullable BigDecimal amount;

    private @Nullable String currency;

    private @Nullable BigDecimal units;

    @Column(name = "ui_created")
    private boolean uiCreated = true;

    /** For the provider. */
    protected HandWritten() {}

    HandWritten(String uniqueKey, int register, int app, String orderingKey, Instant time) {
        this.uniqueKey = uniqueKey;
        this.register = register;
        this.app = app;
        this.orderingKey = orderingKey;
        this.time = time;
        this.amount = BigDecimal.TEN;
        this.currency = "EUR";
        this.units = BigDecimal.ONE;
    }
}
