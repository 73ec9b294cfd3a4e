package dev.rerun.verification.engine;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entity of a host's: the units of one ordering key that one run, or first processing, has counted so far. */
@Entity
@Table(name = "host_meter")
public class Meter {
    @Id
    private @Nullable String id;

    private long units;

    /** For the provider. */
    protected Meter() {}

    Meter(String id) {
        this.id = id;
    }

    String id() {
        return Objects.requireNonNull(id);
    }

    long units() {
        return units;
    }

    void count(long more) {
        units += more;
    }
}
