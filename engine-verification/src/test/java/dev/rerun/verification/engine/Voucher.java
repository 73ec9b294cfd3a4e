package dev.rerun.verification.engine;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An entity of a host's: that one run, or first processing, billed one entry. */
@Entity
@Table(name = "host_voucher")
public class Voucher {
    @Id
    private @Nullable String id;

    @Column(unique = true)
    private @Nullable String serial;

    /** For the provider. */
    protected Voucher() {}

    Voucher(String id, @Nullable String serial) {
        this.id = id;
        this.serial = serial;
    }
}
