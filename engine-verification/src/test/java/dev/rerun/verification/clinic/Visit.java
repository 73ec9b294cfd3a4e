package dev.rerun.verification.clinic;

import jakarta.persistence.Embeddable;
import java.time.Instant;

/** From when to when a physician was with a patient. */
@Embeddable
public record Visit(Instant arrived, Instant gone) {}
