package dev.rerun.reprocess;

import java.net.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body
 */
record HttpAnswer(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_MESSAGE = 200;

    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Whether the server may answer otherwise in a while. */
    boolean mayPass() {
        return status >= 500;
    }

    /** MOSIP reports most errors with status 200 and a list of them in the body. */
    boolean hasErrors() {
        return !errors().isEmpty();
    }

    /** Whether it is the token that the server does not like. */
    boolean tokenRefused() {
        if (status == 401) {
            return true;
        }
        for (JsonNode error : errors()) {
            String message = error.path("message").asString("").toLowerCase(java.util.Locale.ROOT);
            if (error.path("errorCode").asString("").startsWith("KER-ATH-40") || message.contains("token")) {
                return true;
            }
        }
        return false;
    }

    /** The status, and what the body says of it. */
    String inWords() {
        StringBuilder words = new StringBuilder("HTTP ").append(status);
        for (JsonNode error : errors()) {
            words.append(", ").append(error.path("errorCode").asString("")).append(' ');
            words.append(error.path("message").asString(""));
        }
        String line = words.toString().replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    private JsonNode errors() {
        try {
            JsonNode errors = JSON.readTree(body).path("errors");
            return errors.isArray() ? errors : MissingNode.getInstance();
        } catch (JacksonException noJson) {
            return MissingNode.getInstance();
        }
    }
}
