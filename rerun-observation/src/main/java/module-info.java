/** Meters and traces of reruns. */
module dev.rerun.observation {
    requires transitive dev.rerun.core;
    requires static transitive org.jspecify;
    requires static micrometer.core;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;

    exports dev.rerun.observation;
}
