package dev.rerun.console.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invoice; the register's lines on it stay as they are for ever. */
@Entity
@Table(name = "invoice", schema = "billing")
public class Invoice {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String number;

    @Column(nullable = false)
    private String customer;

    @Column(nullable = false)
    private Instant issuedAt;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected Invoice() {}

    public Invoice(String number, String customer, Instant issuedAt) {
        this.number = number;
        this.customer = customer;
        this.issuedAt = issuedAt;
    }

    public @Nullable Long id() {
        return id;
    }

    public String number() {
        return number;
    }

    public String customer() {
        return customer;
    }

    public Instant issuedAt() {
        return issuedAt;
    }
}
