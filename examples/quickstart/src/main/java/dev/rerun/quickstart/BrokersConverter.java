package dev.rerun.quickstart;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a list of brokers. */
final class BrokersConverter implements ITypeConverter<String> {
    private static final Pattern BROKER = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    @Override
    public String convert(String value) {
        for (String broker : value.split(",", -1)) {
            Matcher parts = BROKER.matcher(broker);
            if (!parts.matches() || !isPort(Integer.parseInt(parts.group(1)))) {
                throw new TypeConversionException("'" + value + "' is no list of brokers, since '" + broker
                        + "' is not HOST:PORT with a port from 1 to " + HIGHEST_PORT
                        + "; give some such as kafka1:9092,kafka2:9092");
            }
        }
        return value;
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= HIGHEST_PORT;
    }
}
