package dev.rerun.console.billing;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.console.domain.ContractVersion;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.EffectiveDatedContracts;
import dev.rerun.jdbc.jpa.JpaTransactions;
import dev.rerun.quickstart.FulfilmentLogic;
import dev.rerun.quickstart.RetailHistory;
import jakarta.persistence.EntityManager;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contracts as they stand in the team's table. They are read once in each transaction of the store, which is once for a
 * batch: so every process works with the same prices, and none has to be told of a change.
 */
public final class CurrentContracts implements ContractResolver {
    private static final String ALL = "select v from ContractVersion v";

    private final JpaTransactions transactions;

    @SuppressWarnings("ThreadLocalUsage") // one resolver for each persistence unit, and what it keeps is small
    private final ThreadLocal<@Nullable PriceList> current = new ThreadLocal<>();

    public CurrentContracts(JpaTransactions transactions) {
        this.transactions = transactions;
    }

    /** What one transaction has read. */
    private record PriceList(WeakReference<EntityManager> transaction, EffectiveDatedContracts contracts) {}

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        EntityManager manager = transactions.entityManager();
        PriceList list = current.get();
        if (list == null || list.transaction().get() != manager) {
            list = new PriceList(new WeakReference<>(manager), read(manager));
            current.set(list);
        }
        return list.contracts().resolve(entry);
    }

    private static EffectiveDatedContracts read(EntityManager manager) {
        EffectiveDatedContracts.Builder contracts = EffectiveDatedContracts.by(RetailHistory::contractOf);
        List<ContractVersion> versions =
                manager.createQuery(ALL, ContractVersion.class).getResultList();
        for (ContractVersion version : versions) {
            contracts.version(
                    new Contract(new ContractId(version.name(), version.version()), BillingLogic.NAME, terms(version)),
                    version.validFrom());
        }
        return contracts.build();
    }

    private static Map<String, String> terms(ContractVersion version) {
        Map<String, String> terms = new HashMap<>();
        terms.put(FulfilmentLogic.COMMISSION_RATE, text(version.commissionRate()));
        terms.put(FulfilmentLogic.PICK_FEE, text(version.pickFee()));
        if (version.pickThreshold() != null && version.pickFeeBeyond() != null) {
            terms.put(FulfilmentLogic.PICK_THRESHOLD, text(version.pickThreshold()));
            terms.put(FulfilmentLogic.PICK_FEE_BEYOND, text(version.pickFeeBeyond()));
        }
        return terms;
    }

    private static String text(BigDecimal number) {
        return number.toPlainString();
    }
}
