package dev.rerun.console.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of the register that invoices and reports read, written by a contract or by hand. */
@Entity
@Table(name = "register_line", schema = "billing")
public class RegisterLine {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String register;

    @Column(nullable = false)
    private String lineKey;

    @Column(nullable = false)
    private String customer;

    @Column(nullable = false)
    private Instant bookedAt;

    @Column(nullable = false, precision = 14, scale = 2)
    private BigDecimal amount;

    @Column(precision = 14, scale = 2)
    private @Nullable BigDecimal calculatedAmount;

    @Column(nullable = false)
    private String currency;

    @Column(nullable = false, precision = 14, scale = 3)
    private BigDecimal units;

    private @Nullable String refersTo;
    private @Nullable String detail;

    @Column(nullable = false)
    private boolean madeByHand;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "activity_id")
    private @Nullable Activity activity;

    private @Nullable String contract;
    private @Nullable String contractVersion;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "invoice_id")
    private @Nullable Invoice invoice;

    private @Nullable Long rerunId;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected RegisterLine() {}

    /** A line that a person writes. */
    public RegisterLine(
            String register, String lineKey, String customer, Instant bookedAt, BigDecimal amount, String currency) {
        this.register = register;
        this.lineKey = lineKey;
        this.customer = customer;
        this.bookedAt = bookedAt;
        this.amount = amount;
        this.currency = currency;
        units = BigDecimal.ONE;
        madeByHand = true;
    }

    public @Nullable Long id() {
        return id;
    }

    public String register() {
        return register;
    }

    public String lineKey() {
        return lineKey;
    }

    public String customer() {
        return customer;
    }

    public Instant bookedAt() {
        return bookedAt;
    }

    public BigDecimal amount() {
        return amount;
    }

    /** What the contract's logic calculated, or null for what a person wrote. */
    public @Nullable BigDecimal calculatedAmount() {
        return calculatedAmount;
    }

    public String currency() {
        return currency;
    }

    public BigDecimal units() {
        return units;
    }

    /** The key of the line that this one takes back, or null. */
    public @Nullable String refersTo() {
        return refersTo;
    }

    /** What logic wants to read back later, or null. */
    public @Nullable String detail() {
        return detail;
    }

    public boolean madeByHand() {
        return madeByHand;
    }

    public @Nullable Activity activity() {
        return activity;
    }

    /** The invoice it stands on, or null if it is still open. */
    public @Nullable Invoice invoice() {
        return invoice;
    }

    /** Who made it, in words: a contract and its version, or a person. */
    public String madeBy() {
        return madeByHand ? ContractTotal.BY_HAND : contract + " " + contractVersion;
    }

    /** The run that made it, or null. */
    public @Nullable Long rerunId() {
        return rerunId;
    }
}
