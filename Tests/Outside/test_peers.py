"""One Flint behind another: all five models, references, groups, cancel, and what is told when the other one is gone."""

import base64
import pathlib
import tempfile
import time

from flint import free_port, run, service
from pictures import png


def until(say, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := say():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def create(flint, model, **parameters):
    status, task = flint.call("POST", "/model/v1/generation", {"model": model, "prompt": "two red mushrooms", **parameters})
    assert status == 200, task
    return task["id"]


def ended(flint, ident):
    def look():
        task = flint.call("GET", f"/model/v1/generation/task/{ident}")[1]
        return task["status"] != "in_progress" and task

    return until(look)


picture = base64.b64encode(png(64, 64)).decode()
with tempfile.TemporaryDirectory() as folder, service() as far:
    key = pathlib.Path(folder) / "key"
    key.write_text(far.key + "\n")
    manifest = pathlib.Path(folder) / "engines.toml"
    manifest.write_text(
        f"""[models]
default = "far"
spark_image_3_1 = "gone"
[engines.far]
kind = "spark"
url = "{far.base}"
key_file = "{key}"
interval = "1s"
[engines.gone]
kind = "openai"
url = "http://127.0.0.1:{free_port()}/v1"
tries = 1
"""
    )
    with service("--engines", str(manifest), "--workers", "2") as near:
        orders = [
            ("spark_dream_3_0", {"width": 640, "height": 512, "seed": 7}),
            ("spark_t2i_3_0", {"width": 512, "height": 512}),
            ("spark_multi_dreamo", {"width": 512, "height": 512, "binary_data_base64": [picture], "ref_type_list": ["IP"]}),
            ("spark_dream_5_0", {"image": f"data:image/png;base64,{picture}", "output_format": "png"}),
        ]
        tasks = [create(near, model, **parameters) for model, parameters in orders]
        for (model, parameters), ident in zip(orders, tasks):
            task = ended(near, ident)
            assert task["status"] == "completed", task
            assert task["metadata"]["engine"] == "far"
            output = task["output"] if isinstance(task["output"], dict) else task["output"][0]
            # The file is ours, and the work has the other one's id.
            assert output["content"][0]["url"].startswith(near.base), output
            assert far.call("GET", f"/model/v1/generation/task/{output['jobId'] if 'jobId' in output else output['content'][0]['jobId']}")[0] == 200

        # A group is as many tasks there, and one here.
        group = {"prompt": "four pictures of a lake through the seasons", "sequential_image_generation": "auto"}
        task = ended(near, create(near, "spark_dream_5_0", **group))
        output = task["output"] if isinstance(task["output"], dict) else task["output"][0]
        assert task["status"] == "completed" and len(output["content"]) == 4, task

        # An engine that is not there has the code for that.
        task = ended(near, create(near, "spark_image_3_1"))
        assert task["status"] == "failed" and task["error"]["code"] == 3002099, task
        assert "127.0.0.1" not in task["error"]["message"]

        # The doctor says which of them answers, and keys stay hidden.
        told = run("doctor", "--engines", str(manifest)).stdout
        assert "far: far answers" in told and "!!  gone: gone does not answer" in told, told
        shown = run("models", "--engines", str(manifest)).stdout
        assert f"{far.base} with a key" in shown and far.key not in shown + told

        # When the other one goes in the middle of the work, that is told as what it is.
        ident = create(near, "spark_dream_5_0", prompt="a lake")
        until(lambda: near.call("GET", f"/model/v1/generation/task/{ident}")[1].get("progress", 1) > 0 or
              near.call("GET", f"/model/v1/generation/task/{ident}")[1]["status"] != "in_progress")
        far.kill()
        task = ended(near, ident)
        assert task["status"] == "completed" or task["error"]["code"] == "InternalServiceError", task
        ident = create(near, "spark_t2i_3_0")
        assert ended(near, ident)["error"]["code"] == 3001099
print("ok")
