module com.example.observed {
    requires dev.rerun.jdbc;
    requires dev.rerun.observation;
    requires com.h2database;
    requires io.opentelemetry.api;
    requires micrometer.core;
}
