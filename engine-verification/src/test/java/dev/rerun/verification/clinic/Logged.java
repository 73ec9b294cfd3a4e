package dev.rerun.verification.clinic;

import jakarta.persistence.Column;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What house calls and charge lines have alike. */
@MappedSuperclass
abstract class Logged {
    @ManyToOne(optional = false)
    @Nullable
    Patient patient;

    /** In the clinic's own zone, as its clerks read it. */
    @Column(nullable = false)
    @Nullable
    LocalDateTime loggedAt;

    /** Counts the clinic's own changes; the mapping does not know it. */
    @Version
    int edition;

    @Nullable
    Long recalculation;
}
