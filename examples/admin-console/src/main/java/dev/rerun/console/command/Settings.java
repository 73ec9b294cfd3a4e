package dev.rerun.console.command;

import java.util.Map;

/** What the command line says, in the form that Spring Boot puts before all that is configured elsewhere. */
final class Settings {
    private Settings() {}

    static String[] arguments(Map<String, Object> settings) {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }
}
