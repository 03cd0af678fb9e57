-- A create; each request is a task of its own.
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model": "spark_t2i_3_0", "prompt": "three red mushrooms in a meadow at night"}'
