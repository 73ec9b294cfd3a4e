package dev.rerun.verification.clinic;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The clinic's activity. */
@Entity
@Table(schema = "clinic", name = "houseCalls")
public class HouseCall extends Logged {
    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    private @Nullable UUID callNo;

    @Embedded
    private @Nullable Visit visit;

    @Column(columnDefinition = "jsonb", nullable = false)
    private @Nullable String report;

    @Column(name = "`check`", length = 100_000)
    private @Nullable String remarks;

    /** The mapping does not know it. */
    @Nullable
    String physician;

    /** For the provider. */
    protected HouseCall() {}

    HouseCall(Patient patient, LocalDateTime loggedAt, Visit visit, String report) {
        this.patient = patient;
        this.loggedAt = loggedAt;
        this.visit = visit;
        this.report = report;
    }

    String callNo() {
        return Objects.requireNonNull(callNo).toString();
    }

    Visit visit() {
        return Objects.requireNonNull(visit);
    }

    String report() {
        return Objects.requireNonNull(report);
    }

    String remarks() {
        return Objects.requireNonNull(remarks);
    }
}
