package com.example.customers;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.jpa.JpaTransactions;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;

/** Bills parcels and keeps what each customer owes in an entity. */
public final class CustomerBilling implements ContractLogic {
    private final JpaTransactions transactions;

    private CustomerBilling(JpaTransactions transactions) {
        this.transactions = transactions;
    }

    static RerunEngine engine(EntityManagerFactory persistenceUnit, ContractResolver prices) {
        // shown: persistence
        JpaTransactions transactions = JpaTransactions.of(persistenceUnit);
        RerunEngine engine = RerunEngines.builder()
                .app("billing")
                .store(JdbcStore.on(transactions))
                .contracts(prices)
                .logic(new CustomerBilling(transactions))
                .build();
        // shown: end
        return engine;
    }

    @Override
    public String name() {
        return "customer billing";
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        BigDecimal fee = new BigDecimal(entry.payload()).multiply(new BigDecimal(contract.term("fee per parcel")));
        transactions.entityManager().find(Customer.class, entry.orderingKey()).bill(fee);
        return LogicResult.of(
                "billed", ItemDraft.of("Delivery", entry.id() + ":fee", entry.occurredAt(), fee, "EUR"));
    }
}
