package com.example.delivery;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;

// shown: plug-in
public final class DeliveryLogic implements ContractLogic {
    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        BigDecimal parcels = new BigDecimal(entry.payload());
        BigDecimal fee = parcels.multiply(new BigDecimal(contract.term("fee per parcel")));
        return LogicResult.of(
                "billed",
                ItemDraft.of("Delivery", entry.id() + ":fee", entry.occurredAt(), fee, "EUR")
                        .withUnits(parcels));
    }
}
// shown: end
