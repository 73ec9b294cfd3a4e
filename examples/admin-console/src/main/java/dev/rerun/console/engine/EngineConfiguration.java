package dev.rerun.console.engine;

import dev.rerun.api.RerunAuthorizer;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.console.billing.BillingLogic;
import dev.rerun.console.billing.BillingTables;
import dev.rerun.console.billing.CurrentContracts;
import dev.rerun.console.domain.Activity;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.TableMapping;
import dev.rerun.jdbc.jpa.JpaTransactions;
import dev.rerun.kafka.KafkaStream;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** The engine on the team's tables, the same in the console and in workers but for who listens and who may act. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleSettings.class)
@EntityScan(basePackageClasses = Activity.class)
@EnableJpaRepositories(basePackageClasses = Activity.class)
public class EngineConfiguration {
    private static final int PARTITIONS = 8;

    /** Within these the store works, and logic reads the team's tables. */
    @Bean
    JpaTransactions storeTransactions(EntityManagerFactory factory) {
        return JpaTransactions.of(factory);
    }

    /** Ready once the team's own tables are, which the factory of entity managers waits for. */
    @Bean
    RerunEngine rerunEngine(
            ConsoleSettings settings,
            DataSource database,
            JpaTransactions transactions,
            ObjectProvider<RerunAuthorizer> authorizer,
            ObjectProvider<RerunListener> listeners) {
        TableMapping tables = BillingTables.ofApp(settings.app().name());
        JdbcSchema.of(database).with(tables).createOrUpgrade();
        RerunEngines.Builder engine =
                RerunEngines.builder()
                        .app(settings.app().name())
                        .store(JdbcStore.on(transactions).with(tables))
                        .stream(KafkaStream.builder(settings.kafka().brokers())
                                .topic(settings.kafka().topic())
                                .createTopic(PARTITIONS, 1)
                                .build())
                        .contracts(new CurrentContracts(transactions))
                        .logic(new BillingLogic(transactions))
                        .workers(settings.workers());
        if (settings.now() != null) {
            engine.clock(Clock.fixed(settings.now(), ZoneOffset.UTC));
        }
        authorizer.ifAvailable(engine::authorizer);
        listeners.orderedStream().forEach(engine::listener);
        return engine.build();
    }
}
