package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.core.spi.EffectiveDatedContracts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the fulfilment house charges: the terms of its two contracts, before and after the change. */
final class PriceLists {
    static final String APP = "online-retail";
    static final String UK = "uk";
    static final String EXPORT = "export";

    private static final Contract UK_V1 = uk("v1", "0.04", "1000", "0.06");
    private static final Contract UK_V2 = uk("v2", "0.035", "500", "0.05");
    private static final Contract EXPORT_V1 = export("v1", "0.065");
    private static final Contract EXPORT_V2 = export("v2", "0.07");

    private PriceLists() {}

    /** The price list of first processing. */
    static EffectiveDatedContracts before() {
        return firstVersions().build();
    }

    /** The price list of the rerun, with the start of each second version, inclusive. */
    static EffectiveDatedContracts after(Instant ukV2From, Instant exportV2From) {
        return firstVersions()
                .version(UK_V2, ukV2From)
                .version(EXPORT_V2, exportV2From)
                .build();
    }

    private static EffectiveDatedContracts.Builder firstVersions() {
        return EffectiveDatedContracts.by(PriceLists::contractOf)
                .version(UK_V1, Instant.MIN)
                .version(EXPORT_V1, Instant.MIN);
    }

    /** Guests have no contract. */
    static Optional<String> contractOf(ActivityEntry entry) {
        if (InvoiceLine.guest(entry)) {
            return Optional.empty();
        }
        return Optional.of(LinePayload.countryOf(entry.payload()).equals("United Kingdom") ? UK : EXPORT);
    }

    private static Contract uk(String version, String rate, String threshold, String feeBeyond) {
        return new Contract(
                new ContractId(UK, version),
                FulfilmentLogic.NAME,
                Map.of(
                        FulfilmentLogic.COMMISSION_RATE, rate,
                        FulfilmentLogic.PICK_FEE, "0.10",
                        FulfilmentLogic.PICK_THRESHOLD, threshold,
                        FulfilmentLogic.PICK_FEE_BEYOND, feeBeyond));
    }

    private static Contract export(String version, String rate) {
        return new Contract(
                new ContractId(EXPORT, version),
                FulfilmentLogic.NAME,
                Map.of(FulfilmentLogic.COMMISSION_RATE, rate, FulfilmentLogic.PICK_FEE, "0.15"));
    }
}
