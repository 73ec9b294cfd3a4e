package dev.rerun.console.command;

import dev.rerun.console.demo.DemoServers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The console with its pages. */
@Command(
        name = "admin-console",
        subcommands = WorkerCommand.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        header = "A billing team's application, with a page for reruns.",
        description = {
            "",
            "Without a database and Kafka it starts both by itself, bills a sample and makes users for a look around; all of"
                    + " that ends with the process. With them it needs users in config/application.properties.",
            ""
        },
        footer = {"", "Exit status: 0 ended well, 1 failed, 2 wrong arguments; when it was stopped, that of the signal."
        })
public final class ConsoleCommand implements Callable<Integer> {
    private static final String DEMO_PROFILE = "demo";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "where the pages are served (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "how many batches this process works on at the same time; 0 leaves the work to worker processes"
                            + " (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        boolean given = servers.given(spec.commandLine());
        DemoServers demo = given ? null : DemoServers.start();
        Map<String, Object> settings = new HashMap<>(demo == null ? servers.settings() : demo.settings());
        settings.put("server.port", port);
        settings.put("console.workers", workers);
        ConfigurableApplicationContext console = new SpringApplicationBuilder(WebApplication.class)
                .profiles(demo == null ? new String[0] : new String[] {DEMO_PROFILE})
                .run(Settings.arguments(settings));
        say(console, demo);
        Thread.currentThread().join();
        return 0;
    }

    private void say(ConfigurableApplicationContext console, @Nullable DemoServers demo) {
        String address = "http://localhost:" + console.getEnvironment().getProperty("local.server.port");
        String publicId = console.getEnvironment().getProperty("console.app.public-id");
        var out = spec.commandLine().getOut();
        out.println();
        out.println("The report           " + address + "/");
        out.println("The page for reruns  " + address + "/apps/" + publicId + "/rerun");
        if (demo != null) {
            out.println("Users                admin, viewer and clerk, each with its name as password");
            out.println("A worker process     java -jar admin-console.jar worker " + demo.workerOptions());
        }
        out.println();
    }
}
