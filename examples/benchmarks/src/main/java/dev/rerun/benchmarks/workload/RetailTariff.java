package dev.rerun.benchmarks.workload;

import dev.rerun.api.ContractId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What a contract of the Online Retail scenario charges.
 *
 * @param id the contract
 * @param rate the share of the price that is commission
 * @param fee for picking a unit
 * @param feeBeyond for picking a unit once the threshold is passed
 * @param threshold how many units of a month cost the full fee
 */
record RetailTariff(ContractId id, BigDecimal rate, BigDecimal fee, BigDecimal feeBeyond, BigDecimal threshold) {
    private static final String HOME = "United Kingdom";
    private static final Instant HOME_CHANGES = Instant.parse("2011-10-01T00:00:00Z");
    private static final Instant EXPORT_CHANGES = Instant.parse("2011-11-01T00:00:00Z");

    private static final RetailTariff UK_V1 = of("uk", "v1", "0.04", "0.10", "0.06", "1000");
    private static final RetailTariff UK_V2 = of("uk", "v2", "0.035", "0.10", "0.05", "500");
    private static final RetailTariff EXPORT_V1 = of("export", "v1", "0.065", "0.15", "0.15", "0");
    private static final RetailTariff EXPORT_V2 = of("export", "v2", "0.07", "0.15", "0.15", "0");

    private static RetailTariff of(
            String name, String version, String rate, String fee, String feeBeyond, String threshold) {
        return new RetailTariff(
                new ContractId(name, version),
                new BigDecimal(rate),
                new BigDecimal(fee),
                new BigDecimal(feeBeyond),
                new BigDecimal(threshold));
    }

    static List<ContractId> contracts() {
        return List.of(UK_V1.id, UK_V2.id, EXPORT_V1.id, EXPORT_V2.id);
    }

    /** The one in effect for a customer's country when the work was performed. */
    static RetailTariff of(String country, Instant time) {
        if (country.equals(HOME)) {
            return time.isBefore(HOME_CHANGES) ? UK_V1 : UK_V2;
        }
        return time.isBefore(EXPORT_CHANGES) ? EXPORT_V1 : EXPORT_V2;
    }

    /** Whether what was picked before in the month matters. */
    boolean tiered() {
        return fee.compareTo(feeBeyond) != 0;
    }
}
