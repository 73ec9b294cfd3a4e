package dev.rerun.console.billing;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.console.domain.ArticleHold;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.jdbc.jpa.JpaTransactions;
import dev.rerun.quickstart.FulfilmentLogic;
import dev.rerun.quickstart.RetailHistory;

/** Bills an activity as the fulfilment house does, unless its article is on hold; then the activity fails. */
public final class BillingLogic implements ContractLogic {
    /** What contracts call this logic. */
    public static final String NAME = "billing";

    private final FulfilmentLogic fulfilment = new FulfilmentLogic();
    private final JpaTransactions transactions;

    public BillingLogic(JpaTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        String article = RetailHistory.articleOf(entry);
        ArticleHold hold = transactions.entityManager().find(ArticleHold.class, article);
        if (hold != null) {
            throw new ArticleOnHoldException(article, hold.reason());
        }
        return fulfilment.apply(contract, entry, context);
    }
}
