package dev.rerun.console;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Calls of the API. */
final class Http {
    private final MockMvcTester mvc;
    private final String base;

    Http(MockMvcTester mvc, String publicId) {
        this.mvc = mvc;
        this.base = "/api/apps/" + publicId + "/reruns";
    }

    MvcTestResult get(String user, String path) {
        return mvc.get().uri(base + path).with(httpBasic(user, user)).exchange();
    }

    MvcTestResult post(String user, String path, String json) {
        return mvc.post()
                .uri(base + path)
                .with(httpBasic(user, user))
                .contentType(MediaType.APPLICATION_JSON)
                .content(json)
                .exchange();
    }

    MvcTestResult start(String user, String key, String json) {
        return mvc.post()
                .uri(base)
                .with(httpBasic(user, user))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json)
                .exchange();
    }

    /** Starts a run that goes at its own speed. */
    long started(Instant cutoff) {
        return id(start(
                "admin", UUID.randomUUID().toString(), "{\"cutoff\":\"" + cutoff + "\",\"reason\":\"new prices\"}"));
    }

    /** Starts a run that takes so long that a test can do something with it. */
    long startedSlow(Instant cutoff) {
        return id(start(
                "admin",
                UUID.randomUUID().toString(),
                "{\"cutoff\":\"" + cutoff + "\",\"reason\":\"slowly\",\"entriesPerSecond\":10}"));
    }

    static long id(MvcTestResult result) {
        return ((Number) JsonPath.read(body(result), "$.id")).longValue();
    }

    static String body(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
