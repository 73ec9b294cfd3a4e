package dev.rerun.quickstart;

import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.jdbc.JdbcStore;
import javax.sql.DataSource;

/** The engine, as far as it is the same in all processes of the house. */
final class FulfilmentEngine {
    private FulfilmentEngine() {}

    /** The plug-in with the contracts' logic is found by the service loader. */
    static RerunEngines.Builder on(DataSource dataSource, ActivityStream stream, ContractResolver prices) {
        return RerunEngines.builder().app(PriceLists.APP).store(JdbcStore.on(dataSource)).stream(stream)
                .contracts(prices);
    }
}
