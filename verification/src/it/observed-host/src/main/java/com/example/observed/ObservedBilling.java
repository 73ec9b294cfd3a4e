package com.example.observed;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.EffectiveDatedContracts;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.observation.MicrometerObserver;
import dev.rerun.observation.OpenTelemetryObserver;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Bills a delivery, calculates it again, and prints what was measured meanwhile. */
public final class ObservedBilling {
    private ObservedBilling() {}

    public static void main(String[] arguments) {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:billing", "sa", "");
        JdbcSchema.of(database).createOrUpgrade();
        MeterRegistry registry = new SimpleMeterRegistry();
        Instant yesterday = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
        try (RerunEngine engine = engine(database, prices(), registry, OpenTelemetry.noop())) {
            engine.process(List.of(new ActivityEntry("billing", "1", "customer 7", yesterday, yesterday, "10")));
            engine.start(yesterday.minus(1, ChronoUnit.DAYS)).await(Duration.ofMinutes(1));
        }
        for (Meter meter : registry.getMeters()) {
            System.out.println(meter.getId().getName() + " "
                    + meter.measure().iterator().next().getValue());
        }
        database.dispose();
    }

    private static RerunEngine engine(
            DataSource database, ContractResolver prices, MeterRegistry registry, OpenTelemetry telemetry) {
        // shown: observers
        MicrometerObserver meters = new MicrometerObserver(registry);
        RerunEngine engine = RerunEngines.builder()
                .app("billing")
                .store(JdbcStore.on(database))
                .contracts(prices)
                .observe(meters)
                .listener(meters)
                .observe(new OpenTelemetryObserver(telemetry))
                .build();
        // shown: end
        return engine;
    }

    private static ContractResolver prices() {
        return EffectiveDatedContracts.by(entry -> Optional.of("delivery"))
                .version(
                        new Contract(new ContractId("delivery", "v1"), "delivery", Map.of("fee per parcel", "0.50")),
                        Instant.parse("2020-01-01T00:00:00Z"))
                .build();
    }
}
