package dev.rerun.verification.clinic;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;

/** A sum of money. */
@Embeddable
public record Price(@Column(precision = 12, scale = 2) BigDecimal net, String coin) {}
