package dev.rerun.console.command;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A further process that works on runs, without pages. */
@Command(
        name = "worker",
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "Works on the runs that a console starts, until it is stopped.",
        description = {
            "",
            "Any number of workers can share a run. One that dies loses nothing: the others go on with what it had.",
            ""
        })
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many batches it works on at the same time (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        if (!servers.given(spec.commandLine())) {
            throw new ParameterException(
                    spec.commandLine(), "--jdbc-url and --kafka are missing; give those of the console");
        }
        if (workers < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--workers': " + workers + " would do nothing; give 1 or more");
        }
        Map<String, Object> settings = new HashMap<>(servers.settings());
        settings.put("console.workers", workers);
        new SpringApplicationBuilder(WorkerApplication.class)
                .web(WebApplicationType.NONE)
                .run(Settings.arguments(settings));
        spec.commandLine().getOut().println("worker ready");
        Thread.currentThread().join();
        return 0;
    }
}
