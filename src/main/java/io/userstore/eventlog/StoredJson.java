package io.userstore.eventlog;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** How events look as JSON. A change here changes every event from then on; approved files in the tests hold it. */
final class StoredJson {

    private StoredJson() {}

    static void customize(JsonMapper.Builder builder) {
        builder.changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                // The order of the record's components, which reads better than the alphabet's.
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    }
}
