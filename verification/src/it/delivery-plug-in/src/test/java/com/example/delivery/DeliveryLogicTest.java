package com.example.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.testkit.LogicHarness;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a contract team needs to try its logic: no database, and no engine to set up. */
class DeliveryLogicTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static Contract fee(String amount) {
        return new Contract(new ContractId("delivery", amount), "delivery", Map.of("fee per parcel", amount));
    }

    @Test
    void costsTheFeeForEachParcelAndAfterARerunTheNewFee() {
        LogicHarness harness = LogicHarness.of(new DeliveryLogic()).contract(fee("0.50"));
        ActivityEntry delivery = new ActivityEntry("billing", "1", "customer 7", NOON, NOON, "20");

        assertEquals(new BigDecimal("10"), harness.process(delivery).items().get(0).amount());

        harness.contract(fee("0.60"));
        assertEquals(
                new BigDecimal("12"),
                harness.rerun(NOON.minusSeconds(1)).items().get(0).amount());
    }
}
