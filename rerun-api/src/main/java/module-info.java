/** What a host application calls: the engine, its requests and reports, and the domain's records. */
module dev.rerun.api {
    requires static transitive org.jspecify;

    exports dev.rerun.api;
}
