package dev.rerun.console.command;

import dev.rerun.console.engine.EngineConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The engine alone. */
@EnableAutoConfiguration
@Import(EngineConfiguration.class)
class WorkerApplication {}
