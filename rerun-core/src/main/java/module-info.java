/** The engine, its eligibility rules, and the ports through which stores, streams and plug-ins take part. */
module dev.rerun.core {
    requires transitive dev.rerun.api;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.rerun.core;
    exports dev.rerun.core.eligibility;
    exports dev.rerun.core.spi;

    uses dev.rerun.core.spi.ContractLogic;
}
