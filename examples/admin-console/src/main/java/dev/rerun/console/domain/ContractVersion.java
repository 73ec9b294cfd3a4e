package dev.rerun.console.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a contract charges from some day on, until its next version. */
@Entity
@Table(name = "contract_version", schema = "billing")
public class ContractVersion {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String version;

    @Column(nullable = false)
    private Instant validFrom;

    @Column(nullable = false, precision = 8, scale = 4)
    private BigDecimal commissionRate;

    @Column(nullable = false, precision = 8, scale = 4)
    private BigDecimal pickFee;

    @Column(precision = 12, scale = 0)
    private @Nullable BigDecimal pickThreshold;

    @Column(precision = 8, scale = 4)
    private @Nullable BigDecimal pickFeeBeyond;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init")
    protected ContractVersion() {}

    public ContractVersion(
            String name, String version, Instant validFrom, BigDecimal commissionRate, BigDecimal pickFee) {
        this.name = name;
        this.version = version;
        this.validFrom = validFrom;
        this.commissionRate = commissionRate;
        this.pickFee = pickFee;
    }

    /** Has the units of a month beyond a threshold cost another fee. */
    public ContractVersion beyond(BigDecimal threshold, BigDecimal fee) {
        pickThreshold = threshold;
        pickFeeBeyond = fee;
        return this;
    }

    public @Nullable Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public Instant validFrom() {
        return validFrom;
    }

    public BigDecimal commissionRate() {
        return commissionRate;
    }

    public BigDecimal pickFee() {
        return pickFee;
    }

    /** The units of a month that cost the full fee, or null if all do. */
    public @Nullable BigDecimal pickThreshold() {
        return pickThreshold;
    }

    /** The fee beyond the threshold, or null if there is none. */
    public @Nullable BigDecimal pickFeeBeyond() {
        return pickFeeBeyond;
    }
}
