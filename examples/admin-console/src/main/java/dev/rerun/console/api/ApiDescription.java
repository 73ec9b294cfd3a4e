package dev.rerun.console.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Hands out the description of the API, and says that there is nothing else. */
@RestController
class ApiDescription {
    @GetMapping(path = "/api/openapi.yaml", produces = "application/yaml")
    Resource description() {
        return new ClassPathResource("openapi.yaml");
    }

    @RequestMapping("/api/**")
    void nothing() {
        throw new ErrorResponseException(
                HttpStatus.NOT_FOUND,
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.NOT_FOUND, "the API has no such address; see /api/openapi.yaml"),
                null);
    }
}
