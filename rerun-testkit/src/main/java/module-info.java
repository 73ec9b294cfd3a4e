/** Contract tests for stores and streams, an in-memory store, a settable clock, and a harness for contract logic. */
module dev.rerun.testkit {
    requires transitive dev.rerun.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports dev.rerun.testkit;
}
