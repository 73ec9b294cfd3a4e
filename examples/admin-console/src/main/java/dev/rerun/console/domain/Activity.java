package dev.rerun.console.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Work that was done for a customer, and is billed: one line of the shop's invoices. */
@Entity
@Table(name = "activity", schema = "billing")
public class Activity {
    @Id
    private long id;

    @Column(nullable = false)
    private String customer;

    @Column(nullable = false)
    private Instant recordedAt;

    @Column(nullable = false)
    private Instant performedAt;

    @Column(nullable = false)
    private String details;

    private @Nullable Long billingEpoch;
    private @Nullable Long rerunId;
    private @Nullable String diagnostics;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected Activity() {}

    public long id() {
        return id;
    }

    public String customer() {
        return customer;
    }

    public Instant recordedAt() {
        return recordedAt;
    }

    public Instant performedAt() {
        return performedAt;
    }

    public String details() {
        return details;
    }

    /** In which epoch of the engine it was billed first, or null if something else billed it. */
    public @Nullable Long billingEpoch() {
        return billingEpoch;
    }

    /** The newest run that has billed it again, or null. */
    public @Nullable Long rerunId() {
        return rerunId;
    }

    /** What the newest billing had to say, or null. */
    public @Nullable String diagnostics() {
        return diagnostics;
    }
}
